/** What stops long work; an AbortSignal is one, and so it needs neither Node's types nor a page's. */
export interface Cancellation {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A cancellation of one's own, which another one triggers too. */
export interface LinkedCancellation {
  readonly signal: Cancellation;
  abort(reason: unknown): void;
  /** Lets go of the other one, which may live longer. */
  release(): void;
}

/** Any number of listeners may wait: one a fit that is under way. */
export function linkCancellation(outer?: Cancellation): LinkedCancellation {
  const listeners = new Set<() => void>();
  let aborted = outer?.aborted ?? false;
  let reason = outer?.reason;
  const abort = (why: unknown) => {
    if (aborted) return;
    aborted = true;
    reason = why;
    for (const listener of [...listeners]) listener();
    listeners.clear();
  };
  const follow = () => abort(outer?.reason);
  outer?.addEventListener("abort", follow, { once: true });
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      get reason() {
        return reason;
      },
      throwIfAborted() {
        if (aborted) throw reason;
      },
      addEventListener: (_, listener) => void listeners.add(listener),
      removeEventListener: (_, listener) => void listeners.delete(listener),
    },
    abort,
    release: () => outer?.removeEventListener("abort", follow),
  };
}
