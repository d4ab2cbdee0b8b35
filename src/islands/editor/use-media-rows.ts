import { useEffect, useRef } from 'react';
import { mediaPlace } from '#domain/checks/media.ts';
import type { Finding } from '#domain/evidence/finding.ts';

/** Not more often than this, in milliseconds. */
const rest = 3000;

/**
 * Below the editor every picture, film and recording has a row that asks who is seen in it; the server writes those. Where a
 * finding speaks of one that came after the page, its row is fetched and added; what stands in the others stays.
 */
export function useMediaRows(findings: readonly Finding[]): void {
  const tried = useRef(0);
  useEffect(() => {
    const isMissing = findings.some(
      ({ place }) => place.startsWith(mediaPlace('')) && document.getElementById(place) === null,
    );
    if (!isMissing || Date.now() - tried.current < rest) return;
    tried.current = Date.now();
    void addMissingRows();
  }, [findings]);
}

async function addMissingRows(): Promise<void> {
  const response = await fetch(window.location.pathname, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!response?.ok) return; // The next change tries again; the next page has it.
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const list = document.querySelector('[data-media-list]');
  for (const row of page.querySelectorAll('[data-media-list] > li')) {
    if (document.getElementById(row.id) === null) list?.append(document.adoptNode(row));
  }
  document.getElementById('media')?.toggleAttribute('hidden', list?.childElementCount === 0);
}
