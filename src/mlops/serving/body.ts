import type { IncomingMessage } from 'node:http';
import { CodedError } from '../codedError.ts';

/** The body is larger than the service takes. What is left of it was read and thrown away. */
export class BodyTooLarge extends CodedError<'body-too-large'> {
  override readonly name = 'BodyTooLarge';

  constructor(limit: number) {
    super('body-too-large', `The body has more than ${limit} bytes.`);
  }
}

/**
 * The whole body. A caller who sends more than `limit` bytes is heard out, since most clients read no answer before
 * they have sent everything, but no more than `limit` bytes are ever kept.
 * @throws {BodyTooLarge}
 */
export async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > limit) throw new BodyTooLarge(limit);
  return Buffer.concat(chunks);
}
