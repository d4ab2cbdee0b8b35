/** A number typed beside something that is shown; what is empty comes last, in the order in which it stood. */
export type Placed = { id: string; place: number | null };

/** The ids in the order of their numbers. Two with the same number keep the order in which they stood. */
export function arrange(items: readonly Placed[]): string[] {
  return items
    .map((item, at) => ({ ...item, at, place: item.place ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.place === b.place ? a.at - b.at : a.place - b.place))
    .map(({ id }) => id);
}
