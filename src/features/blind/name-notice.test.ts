import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NameNotice } from './name-notice.tsx';

it('says once, and from two on how many times somebody is named', () => {
  const named = { earner: 1, peer: 2, school: 0, files: [] };
  expect(renderToStaticMarkup(createElement(NameNotice, { named, artifacts: [] }))).toContain(
    'The text names the earner once and somebody beside them 2 times.',
  );
});
