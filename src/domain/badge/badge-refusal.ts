/** Why no badge could be read from a file. */
export type BadgeRefusal =
  | 'empty'
  | 'too-large'
  | 'unknown-format'
  | 'pdf'
  | 'picture'
  | 'document'
  | 'not-utf-8'
  | 'damaged-png'
  | 'damaged-svg'
  | 'svg-with-doctype'
  | 'svg-too-deep'
  | 'no-credential'
  | 'several-credentials'
  | 'credential-too-large';

/** What to say of it to whoever brought the file. */
export const badgeRefusals: Readonly<Record<BadgeRefusal, string>> = {
  empty: 'The file is empty. Choose the badge again.',
  'too-large': 'The file is larger than 5 MB: no badge is. Choose the badge itself.',
  'unknown-format':
    'This is no badge. Bring a PNG or SVG image with a credential in it, a signed credential (JSON) or a JWT.',
  pdf: 'This is a PDF, a paper to read: there is no signed award in it. Type the address that is printed on it.',
  picture:
    'This is a picture without an award in it. A badge is the PNG or SVG as it was downloaded; of a photo of a certificate, type the address printed there.',
  document:
    'This is a document or an archive without an award in it. Take the badge or the signed credential out of it, or type the address of the award.',
  'not-utf-8': 'The credential is not written in UTF-8. Ask whoever issued it for another copy.',
  'damaged-png': 'The PNG image is damaged or cut short. Download it again from where it was issued.',
  'damaged-svg': 'The SVG image is damaged or cut short. Download it again from where it was issued.',
  'svg-with-doctype': 'The SVG image has a document type of its own, which no badge needs. It is not read.',
  'svg-too-deep': 'The SVG image is nested too deeply to be a badge. It is not read.',
  'no-credential':
    'There is no credential in this image. Screenshots and edited copies lose it: use the file as it was downloaded.',
  'several-credentials':
    'There is more than one credential in this image, so nobody can say which of them it stands for.',
  'credential-too-large': 'The credential in this image is larger than 1 MB: no credential is. It is not read.',
};

/** Bytes that a file with a badge may have, and characters or bytes of the credential in it. */
export const badgeLimits = { file: 5_000_000, credential: 1_000_000 } as const;
