import { type ComponentType, type ReactNode, createElement, useEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { config } from 'zod';
import { rememberTyped } from './typed-early.ts';

// The content security policy allows no code made from text, which is how schemas would be compiled.
config({ jitless: true });

/** Every island by the name that pages give it; its script is fetched only where it stands. */
const islands: Record<string, () => Promise<ComponentType<never>>> = {
  'narrative-editor': () => import('./narrative-editor.tsx').then((module) => module.NarrativeEditor),
  'artifact-editor': () => import('./artifact-editor.tsx').then((module) => module.ArtifactEditor),
  'portfolio-editor': () => import('./portfolio-editor.tsx').then((module) => module.PortfolioEditor),
  'artifact-viewer': () => import('./artifact-viewer.tsx').then((module) => module.ArtifactViewer),
  redaction: () => import('./privacy/redaction.tsx').then((module) => module.Redaction),
  'name-gate': () => import('./privacy/name-gate.tsx').then((module) => module.NameGate),
  scoring: () => import('./scoring.tsx').then((module) => module.Scoring),
};

for (const root of document.querySelectorAll<HTMLElement>('[data-island]')) {
  const load = islands[root.dataset.island ?? ''];
  if (!load) continue;
  void load().then((Component) => {
    const replay = rememberTyped(root);
    const onAlive = () => {
      replay();
      root.dataset.hydrated = '';
    };
    const island = createElement(Component, JSON.parse(root.dataset.props ?? '{}') as never);
    hydrateRoot(root, createElement(Alive, { onAlive }, island));
  });
}

/** Says when what is inside has come to life. */
function Alive({ onAlive, children }: { onAlive: () => void; children?: ReactNode }) {
  useEffect(onAlive, []);
  return children;
}
