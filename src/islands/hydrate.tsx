import { type ComponentType, createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { config } from 'zod';

// The content security policy allows no code made from text, which is how schemas would be compiled.
config({ jitless: true });

/** Every island by the name that pages give it; its script is fetched only where it stands. */
const islands: Record<string, () => Promise<ComponentType<never>>> = {
  'narrative-editor': () => import('./narrative-editor.tsx').then((module) => module.NarrativeEditor),
  'artifact-editor': () => import('./artifact-editor.tsx').then((module) => module.ArtifactEditor),
  'portfolio-editor': () => import('./portfolio-editor.tsx').then((module) => module.PortfolioEditor),
  scoring: () => import('./scoring.tsx').then((module) => module.Scoring),
};

for (const root of document.querySelectorAll<HTMLElement>('[data-island]')) {
  const load = islands[root.dataset.island ?? ''];
  if (!load) continue;
  void load().then((Component) => {
    hydrateRoot(root, createElement(Component, JSON.parse(root.dataset.props ?? '{}') as never));
    root.dataset.hydrated = '';
  });
}
