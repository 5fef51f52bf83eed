import { useRef, useState } from 'preact/hooks';
import type { AskPassword } from './pdfDocument.ts';

/** What the reader is asked while a protected file waits. */
export interface PasswordQuestion {
  readonly name: string;
  readonly wrong: boolean;
  /** Differs for each time that it is asked. */
  readonly attempt: number;
  readonly give: (password: string) => void;
  readonly cancel: () => void;
}

/** Asks for passwords. One question at a time: that of a newer version of the file ends the one before. */
export function usePassword() {
  const [question, setQuestion] = useState<PasswordQuestion>();
  const open = useRef<PasswordQuestion>(undefined);
  const attempts = useRef(0);
  const ask = (name: string, wrong: boolean): ReturnType<AskPassword> =>
    new Promise((resolve) => {
      open.current?.cancel();
      const answer = (password: string | undefined) => {
        open.current = undefined;
        setQuestion(undefined);
        resolve(password);
      };
      const attempt = ++attempts.current;
      open.current = { name, wrong, attempt, give: answer, cancel: () => answer(undefined) };
      setQuestion(open.current);
    });
  return { question, ask };
}
