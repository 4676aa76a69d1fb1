/** Checks that a text is well-formed XML, as the report's page is; reads no entities but the five and numbers. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Its own text and that of what it holds, as written. */
  text: string;
}

const TAG = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/** Elements in the order of their starts. @throws at the first fault, with where it is */
export function parseXml(text: string): XmlElement[] {
  const all: XmlElement[] = [];
  const open: XmlElement[] = [];
  let at = text.startsWith("<!doctype html>") ? "<!doctype html>".length : 0;
  while (at < text.length) {
    at = open.at(-1)?.name === "style" ? readRaw(text, at, open) : readNext(text, at, open, all);
  }
  if (open.length > 0) throw new Error(`xml: ${open.at(-1)!.name} is never closed`);
  return all;
}

function readNext(text: string, at: number, open: XmlElement[], all: XmlElement[]): number {
  TEXT.lastIndex = at;
  const words = TEXT.exec(text)?.[0];
  if (words !== undefined) {
    if (ENTITY.test(words)) throw new Error(`xml: bare & in ${JSON.stringify(words)}`);
    for (const element of open) element.text += words;
    return at + words.length;
  }
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  if (tag === null) throw new Error(`xml: no tag at ${JSON.stringify(text.slice(at, at + 80))}`);
  const [whole, closes, name, attributes, isEmpty] = tag;
  if (closes === "/") {
    const last = open.pop();
    if (last?.name !== name) throw new Error(`xml: ${last?.name} is closed by ${name}`);
    return at + whole.length;
  }
  const element = { name: name!, attributes: attributesOf(attributes!), text: "" };
  all.push(element);
  if (isEmpty === "") open.push(element);
  return at + whole.length;
}

/** A style sheet is no markup: it lasts until its end tag. */
function readRaw(text: string, at: number, open: XmlElement[]): number {
  const end = text.indexOf("</style>", at);
  if (end < 0) throw new Error("xml: style is never closed");
  open.pop()!.text = text.slice(at, end);
  return end + "</style>".length;
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, k, v]) => [k!, v!] as const);
  const twice = found.find(([key], i) => found.findIndex(([other]) => other === key) !== i);
  if (twice !== undefined) throw new Error(`xml: attribute ${twice[0]} twice`);
  const bare = found.find(([, value]) => ENTITY.test(value));
  if (bare !== undefined) throw new Error(`xml: bare & in attribute ${bare[0]}`);
  return new Map(found);
}
