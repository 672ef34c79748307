/** Why a request gave no answer; `detail` is the server's own sentence where it sent one. */
export class ApiError extends Error {
  constructor(
    readonly kind: "unreachable" | "refused" | "unexpected",
    readonly status: number,
    readonly detail: string,
  ) {
    super(`${kind} ${status}`);
  }
}

export type Decode<T> = (value: unknown) => T;
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** The one way to the server: JSON in, checked values out, problem documents as errors. */
export class Client {
  constructor(private readonly fetch: Fetch = (input, init) => globalThis.fetch(input, init)) {}

  get<T>(path: string, decode: Decode<T>, signal?: AbortSignal): Promise<T> {
    return this.send(path, { headers: { accept: "application/json" } }, decode, signal);
  }

  /** For what a person typed: it belongs in a body, never in a URL. */
  post<T>(path: string, body: object, decode: Decode<T>, signal?: AbortSignal): Promise<T> {
    const headers = { accept: "application/json", "content-type": "application/json" };
    return this.send(path, { method: "POST", headers, body: JSON.stringify(body) }, decode, signal);
  }

  private async send<T>(path: string, init: RequestInit, decode: Decode<T>, signal?: AbortSignal): Promise<T> {
    const response = await this.reach(path, signal ? { ...init, signal } : init);
    if (!response.ok) throw new ApiError("refused", response.status, await problemDetail(response));
    try {
      return decode(await response.json());
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiError("unexpected", response.status, "");
    }
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetch(path, init);
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiError("unreachable", 0, "");
    }
  }
}

/** A request that we cancelled ourselves: nobody needs to hear of it. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** Reads RFC 9457: the detail, else the title, else nothing. */
async function problemDetail(response: Response): Promise<string> {
  try {
    const problem: unknown = await response.json();
    if (typeof problem !== "object" || problem === null) return "";
    const { detail, title } = problem as { detail?: unknown; title?: unknown };
    if (typeof detail === "string") return detail;
    return typeof title === "string" ? title : "";
  } catch {
    return "";
  }
}
