/** A line of the log of requests. It holds no parameters: they may be personal. */
export interface LoggedRequest {
  id: string;
  at: number;
  method: string;
  path: string;
  /** The version it was answered in; null where it was refused before that was clear. */
  version: string | null;
  status: number;
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  all(): LoggedRequest[];
  clear(): void;
}

/** Keeps the newest requests. */
export function createRequestLog(capacity = 1000): RequestLog {
  let rows: LoggedRequest[] = [];
  return {
    add(request) {
      rows.push(request);
      if (rows.length > capacity * 2) rows = rows.slice(-capacity);
    },
    all: () => rows.slice(-capacity),
    clear() {
      rows = [];
    },
  };
}
