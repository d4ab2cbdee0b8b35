/** What an award is given out as, and the ending of such a file. */
const kinds = {
  'certificate-a4': 'pdf',
  'certificate-letter': 'pdf',
  'badge-png': 'png',
  'badge-jwt-png': 'png',
  'badge-ob2-png': 'png',
  'badge-svg': 'svg',
  'badge-jwt-svg': 'svg',
  'credential-json': 'json',
  'credential-jwt': 'jwt',
} as const;

export type AwardFile = keyof typeof kinds;

/** A name that tells the award and the kind of file, so that no two overwrite each other in one folder: `asking-certificate-a4.pdf`. */
export function awardFileName(slug: string, file: AwardFile): string {
  const ending = kinds[file];
  // Into a header and onto any disk: whatever a slug may come to be.
  const award = slug.replace(/[^a-z0-9-]+/gi, '-').slice(0, 100);
  return `${award}-${file.replace(new RegExp(`-${ending}$`), '')}.${ending}`;
}
