/** The page's end of `WebviewHost`: typed messages both ways, `ready` first, and the state VS Code keeps for us. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export class Page<ToPage, FromPage> {
  readonly #api = acquireVsCodeApi();

  /** Starts listening, then tells the host that messages may come. */
  start(receive: (message: ToPage) => void): void {
    window.addEventListener('message', (event: MessageEvent<ToPage>) => receive(event.data));
    this.#api.postMessage({ type: 'ready' });
  }

  send(message: FromPage): void {
    this.#api.postMessage(message);
  }

  /** What `remember` was last given in this editor, also after the page was hidden and rebuilt. */
  recall(): unknown {
    return this.#api.getState();
  }

  remember(state: unknown): void {
    this.#api.setState(state);
  }
}

/** Address of a file under `dist/webview/`, for workers, fonts and WASM. */
export function distUrl(file: string): string {
  return `${document.body.dataset.dist}/${file}`;
}
