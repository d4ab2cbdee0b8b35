import type { CheckContext } from '#domain/evidence/kind.ts';
import { type KindOfEvidence, evidenceArtifactIds, evidencePieces } from '#domain/evidence/registry.ts';

/** A file by its content, a link by its address. */
export type AttestedFile = { id: string; name: string; sha256: string | null; url: string | null };

/**
 * Everything of a requirement’s evidence that a peer is shown, as a document: the SHA-256 of its canonical JSON (RFC 8785)
 * is what an attestation is bound to. A changed word, place or file makes another document.
 */
export function attestedSubject(
  requirement: KindOfEvidence & { id: string },
  data: unknown,
  context: Pick<CheckContext, 'details' | 'artifacts'>,
  files: ReadonlyMap<string, AttestedFile>,
) {
  return {
    format: 'tessera/attested/1',
    requirement: requirement.id,
    pieces: evidencePieces(requirement, data, context).map(({ place, label, text, pointers }) => ({
      ...{ place, label, text, pointers },
    })),
    files: evidenceArtifactIds(requirement, data).flatMap((id) => {
      const file = files.get(id);
      return file ? [{ id, name: file.name, sha256: file.sha256, url: file.url }] : [];
    }),
  };
}
