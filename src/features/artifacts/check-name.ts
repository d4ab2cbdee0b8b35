import { endingOf, endings } from '#domain/evidence/file-endings.ts';

/**
 * Why a name and a content don't go together, or `undefined` when they do. A name without an ending says nothing, so
 * nothing in it can be wrong.
 */
export function checkName(name: string, mediaType: string): string | undefined {
  const ending = endingOf(name);
  if (ending === undefined) return undefined;
  if (endings[ending]?.includes(mediaType)) return undefined;
  return `“${name}” is not what its name says: the name ends in .${ending}, but the content is ${describe(mediaType)}. Save it again under its right name, or as a PDF.`;
}

function describe(mediaType: string): string {
  const ending = Object.keys(endings).find((candidate) => endings[candidate]?.[0] === mediaType);
  return ending ? `that of a .${ending} file` : `of the type ${mediaType}`;
}

/** A name as we keep it: the last part of a path, without control characters, and of at most 200 characters. */
export function cleanName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/u).at(-1) ?? '';
  const name = last.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim();
  if (name === '') return 'file';
  if (name.length <= 200) return name;
  const ending = /\.[a-z0-9]{1,6}$/iu.exec(name)?.[0] ?? '';
  return name.slice(0, 200 - ending.length).toWellFormed() + ending;
}
