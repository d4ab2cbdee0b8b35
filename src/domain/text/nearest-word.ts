/** The word that was probably meant: the one that fewest slips of the keyboard lead away from, and few at that. */
export function nearestWord(written: string, words: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.min(2, Math.floor(written.length / 2));
  for (const word of words) {
    const slips = countSlips(written, word);
    if (slips > fewest || (slips === fewest && nearest !== undefined)) continue;
    nearest = word;
    fewest = slips;
  }
  return nearest;
}

/** How many characters are missing, too many, wrong or swapped with their neighbour. */
function countSlips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const above = rows[i - 1]!;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          above[j]! + 1,
          row[j - 1]! + 1,
          above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
          swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
