/** Text that is markup already. Only `html` makes it, so that what comes from data cannot pass for it. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Markup };

export type Fragment = Markup | string | number | null | readonly Fragment[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Neither HTML nor XML may hold these, not even escaped: controls, halves of surrogate pairs, non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/gu;

/** For text and for quoted attributes, in HTML and in SVG. */
export const escapeMarkup = (text: string): string =>
  text.replace(UNPRINTABLE, "\ufffd").replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** A template whose values are escaped unless they are markup; arrays are joined, null is nothing. */
export function html(texts: TemplateStringsArray, ...values: readonly Fragment[]): Markup {
  return new Markup(texts.map((text, i) => text + render(values[i] ?? null)).join(""));
}

function render(value: Fragment): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "object") return value.map(render).join("");
  return escapeMarkup(String(value));
}
