const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** “Spanish” for `es`; a code that stands for nothing stays as it is. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Primary subtags of the languages that people choose from: those most spoken, and written, around schools. */
const offered =
  'am ar ase bn bs chr de el en es fa fil fr gu haw he hi hmn ht hy it ja km ko ku lo ml mr my ne nl nv pa pl ps pt ro ru sm so sq sr sw ta te th ti tr uk ur uz vi yo zh'.split(
    ' ',
  );

/** The languages to choose from, by name. Codes that were chosen before are among them, whatever they are. */
export function listLanguages(chosen: readonly string[] = []): { code: string; name: string }[] {
  return [...new Set([...offered, ...chosen])]
    .map((code) => ({ code, name: languageName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
