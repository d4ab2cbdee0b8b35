import { Captions, Clock, ShieldAlert, TriangleAlert } from 'lucide-react';
import { describeFlags } from '#domain/evidence/file-flags.ts';
import type { EditorArtifact } from './editor-props.ts';

type Noted = Pick<EditorArtifact, 'scan' | 'flags' | 'captions'>;

/** What its owner must know of a file before relying on it. */
export function ArtifactNotes({ artifact }: { artifact: Noted }) {
  const { scan, captions = [] } = artifact;
  return (
    <>
      {scan === 'infected' && (
        <p className="artifact-note status status--bad">
          <ShieldAlert aria-hidden="true" size={16} /> A virus was found in it, so nobody can open it. Remove it, and
          mend the file on your device.
        </p>
      )}
      {scan === 'waiting' && (
        <p className="artifact-note status status--quiet">
          <Clock aria-hidden="true" size={16} /> Being checked for viruses; this takes a moment.
        </p>
      )}
      {describeFlags(artifact.flags ?? []).map((sentence) => (
        <p key={sentence} className="artifact-note status status--near">
          <TriangleAlert aria-hidden="true" size={16} /> {sentence}
        </p>
      ))}
      {captions.length > 0 && (
        <p className="artifact-note status status--quiet">
          <Captions aria-hidden="true" size={16} /> Captions: {captions.map(({ label }) => label).join(', ')}
        </p>
      )}
    </>
  );
}
