/** What people who open a file are told of it, before they open it. */
export const fileFlags: Record<string, string> = {
  macros: 'It holds macros: small programs. They are never run here; don’t allow them on your computer either.',
  scripts: 'It holds scripts. They are never run here.',
  embedded: 'It holds other files inside.',
  remote: 'It loads something from elsewhere when it is opened on your computer.',
  film: 'A short film is attached behind the photo.',
  'text-cut': 'It is so long that only the beginning of its text is searched.',
  'scanned-in-part': 'It is so large that only its beginning was checked for viruses.',
};

/** The flags of a file in words; one that has none is left out. */
export function describeFlags(flags: readonly string[]): string[] {
  return flags.flatMap((flag) => fileFlags[flag] ?? []);
}
