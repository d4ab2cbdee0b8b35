import { type Random, pick } from '#domain/tile/random.ts';

const given = [
  ...['Adrienne', 'Alan', 'Beatriz', 'Bianca', 'Caleb', 'Camille', 'Dana', 'Darnell', 'Elena', 'Emeka', 'Farah'],
  ...['Gideon', 'Helen', 'Imani', 'Isaac', 'Jorge', 'Joyce', 'Karen', 'Kofi', 'Laurel', 'Leon', 'Malik', 'Marisol'],
  ...['Nadia', 'Nathan', 'Odette', 'Owen', 'Paloma', 'Quentin', 'Renata', 'Rosalind', 'Sunil', 'Tamara', 'Wesley'],
] as const;
const family = [
  ...['Abernathy', 'Alvarado', 'Bautista', 'Boyd', 'Castellano', 'Crane', 'Dalton', 'Delgado', 'Eze', 'Farrow'],
  ...['Galloway', 'Hargrove', 'Ibarra', 'Jarvis', 'Kowalczyk', 'Lambert', 'Maddox', 'Nakano', 'Okonjo', 'Pruitt'],
  ...['Quintero', 'Rhodes', 'Salazar', 'Stroud', 'Tillman', 'Underhill', 'Vance', 'Whitlock', 'Yamada', 'Zamora'],
] as const;

/** A made-up name such as people have. None of those in `taken` shares a part of it. */
export function pseudonym(random: Random, taken: readonly string[] = []): string {
  const parts = new Set(taken.flatMap((name) => name.toLowerCase().split(/\s+/u)));
  for (let tries = 0; ; tries += 1) {
    const name = `${pick(random, given)} ${pick(random, family)}`;
    const isFree = name
      .toLowerCase()
      .split(' ')
      .every((part) => !parts.has(part));
    if (isFree || tries > 200) return name;
  }
}
