import { Camera, Mic, Video } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FileType } from '#domain/evidence/file-types.ts';

const cameras = [
  { type: 'image', icon: Camera, label: 'Take a photo', capture: 'environment' },
  { type: 'video', icon: Video, label: 'Record a video', capture: 'environment' },
  { type: 'audio', icon: Mic, label: 'Record sound', capture: 'user' },
] as const;

/** On a phone or tablet: straight to the camera or microphone. Elsewhere the same would only choose a file. */
export function CameraButtons({
  id,
  accept,
  onFiles,
}: {
  id: string;
  accept: readonly FileType[];
  onFiles: (files: File[]) => void;
}) {
  const [hasTouch, setHasTouch] = useState(false);
  useEffect(() => {
    setHasTouch(matchMedia('(any-pointer: coarse)').matches);
  }, []);
  const usable = cameras.filter(({ type }) => accept.includes(type));
  if (!hasTouch || usable.length === 0) return null;
  return (
    <div className="camera-buttons">
      {usable.map(({ type, icon: Icon, label, capture }) => (
        <label key={type} className="btn">
          <Icon aria-hidden="true" size={16} /> {label}
          <input
            id={`${id}-${type}`}
            type="file"
            accept={`${type}/*`}
            capture={capture}
            className="sr-only"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              onFiles(files);
            }}
          />
        </label>
      ))}
    </div>
  );
}
