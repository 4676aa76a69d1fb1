/** The first block of a README that JavaScript or TypeScript runs; null where there is none. */
export function firstBlock(markdown) {
  const found = /^```(js|ts)\n([\s\S]*?)^```$/m.exec(markdown);
  return found === null ? null : { language: found[1], code: found[2] };
}

/** What a block says that it prints, line by line: the comments `// -> text`. */
export const saidOutput = (code) => [...code.matchAll(/\/\/ -> (.*)$/gm)].map(([, text]) => text);
