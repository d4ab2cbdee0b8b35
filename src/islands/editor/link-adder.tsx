import { useState } from 'react';
import type { EditorArtifact } from './editor-props.ts';
import { sendFiles } from './send-files.ts';

type LinkAdderProps = { url: string; onAdded: (artifacts: EditorArtifact[]) => void };

/** An address and what to call it. Without JavaScript both go with the form. */
export function LinkAdder({ url, onAdded }: LinkAdderProps) {
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();

  const add = async () => {
    const form = new FormData();
    form.set('link.url', address);
    form.set('link.name', name);
    const { added, refused } = await sendFiles(url, form);
    setError(refused[0]?.message);
    if (added.length === 0) return;
    setAddress('');
    setName('');
    onAdded(added);
  };

  return (
    <fieldset className="link-adder">
      <legend>Add a link</legend>
      <div className="link-adder__fields">
        <div className="field">
          <label htmlFor="link-url">Web address</label>
          <input
            id="link-url"
            name="link.url"
            type="url"
            inputMode="url"
            className="input"
            placeholder="https://"
            value={address}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'link-url-error' : undefined}
            onChange={(event) => {
              setAddress(event.target.value);
            }}
          />
          {error && (
            <p id="link-url-error" className="field-error" role="alert">
              {error}
            </p>
          )}
        </div>
        <div className="field">
          <label htmlFor="link-name">What to call it</label>
          <input
            id="link-name"
            name="link.name"
            className="input"
            maxLength={200}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </div>
        <button
          type="submit"
          name="then"
          value="stay"
          className="btn"
          onClick={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          Add the link
        </button>
      </div>
    </fieldset>
  );
}
