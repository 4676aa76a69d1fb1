/** What a reader did not find and assumed, or found twice: each kind once, with how often and one example. */
export interface RemarkList {
  /** `example` completes the sentence of its kind; the first one is kept. */
  add(kind: string, example: string): void;
  /** One sentence a kind, in the order of their first example. */
  list(): string[];
}

export function createRemarks(): RemarkList {
  const kinds = new Map<string, { example: string; count: number }>();
  return {
    add(kind, example) {
      const found = kinds.get(kind);
      if (found === undefined) kinds.set(kind, { example, count: 1 });
      else found.count++;
    },
    list: () =>
      [...kinds].map(([kind, { example, count }]) => {
        const more = count > 1 ? ` (and ${count - 1} more)` : "";
        return `${kind}: ${example}${more}`;
      }),
  };
}
