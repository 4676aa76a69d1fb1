/** Order of file names: text, but runs of digits by their number, so that 2.png comes before 10.png. No locale. */
export function compareNames(a: string, b: string): number {
  const parts = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    const difference = Number(x) - Number(y);
    if (/^\d/.test(x) && /^\d/.test(y) && difference !== 0 && !Number.isNaN(difference)) {
      return difference;
    }
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
