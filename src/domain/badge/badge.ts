/** What a file holds: Open Badges 3.0 (a credential or its JWT), or the assertion of Open Badges 1 and 2. */
export type Badge =
  | { version: '3.0'; form: 'json' | 'jwt'; text: string }
  /** `address`: where the assertion is; `jws`: the assertion, signed. */
  | { version: '2.0'; form: 'json' | 'jws' | 'address'; text: string };

const compactJws = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The badge in the text of an Open Badges 3.0 image or file. Whether it is valid JSON, and a credential, is for its verifier to say. */
export function readCredentialText(text: string): Badge | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return { version: '3.0', form: 'json', text: trimmed };
  return compactJws.test(trimmed) ? { version: '3.0', form: 'jwt', text: trimmed } : undefined;
}

/** The badge in the text of an image of Open Badges 1 or 2. */
export function readAssertionText(text: string): Badge | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return { version: '2.0', form: 'json', text: trimmed };
  if (compactJws.test(trimmed)) return { version: '2.0', form: 'jws', text: trimmed };
  return /^https?:\/\/\S{1,2000}$/.test(trimmed) ? { version: '2.0', form: 'address', text: trimmed } : undefined;
}
