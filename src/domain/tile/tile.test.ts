import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { type Palette, tileSvg } from './tile.ts';

/** The tiles of the first programmes. */
const slugs: Record<string, [Palette, ...string[]]> = {
  'center-for-the-study-of-education-policy': [
    'olive',
    'applying-a-culturally-responsive-lens-to-a-data-cycle',
    'exploring-and-deepening-an-equity-mindset',
    'guiding-culturally-responsive-instructional-practice',
    'hiring-and-retaining-culturally-responsive-staff',
  ],
  'ed-leaders-network': ['lapis', 'constructing-and-growing-equity', 'leading-an-equitable-learning-culture'],
  'schools-that-lead': [
    'ochre',
    'building-skills-in-others',
    'building-will',
    'collecting-data',
    'considering-impact-on-culture',
    'establishing-a-common-aim',
    'facilitating-peer-reflection',
    'focusing-on-student-learning',
    'listening-to-student-voice',
    'looking-at-student-work',
    'measuring-impact-on-student-learning',
    'sharing-improvement-strategies-to-advance-professional-knowledge',
    'sharing-learning',
    'soliciting-feedback-from-peers',
    'understanding-improvement',
    'using-improvement-methods-to-advance-student-learning',
  ],
  'teaching-matters': ['terracotta', 'building-foundations-for-culturally-responsive-education'],
};

describe('tiles', () => {
  it('are the same each time they are drawn', () => {
    const tile = { slug: 'collecting-data', palette: 'ochre' } as const;

    expect(tileSvg(tile)).toBe(tileSvg(tile));
  });

  it('differ in shape, not only in colour, within an issuer', () => {
    for (const [palette, ...own] of Object.values(slugs)) {
      const sketches = own.map((slug) => tileSvg({ slug, palette, state: 'sketched' }));
      expect(new Set(sketches).size).toBe(own.length);
    }
  });

  it('tell earned from not yet earned without colour: stones are filled, a sketch is lines alone', () => {
    const fills = (svg: string) => [...svg.matchAll(/fill="([^"]+)"/g)].map(([, fill]) => fill);

    expect(fills(tileSvg({ slug: 'a', palette: 'teal' }))).not.toContain('none');
    expect(new Set(fills(tileSvg({ slug: 'a', palette: 'teal', state: 'sketched' })))).toEqual(new Set(['none']));
  });

  it('are well-formed for every slug and palette, whatever the title, and stay small', () => {
    const parser = new new JSDOM('').window.DOMParser();
    for (const palette of ['teal', 'ochre', 'terracotta', 'lapis', 'olive'] as const) {
      for (let i = 0; i < 60; i += 1) {
        const svg = tileSvg({ slug: `slug-${i}`, palette, title: '"<&' });
        const { documentElement } = parser.parseFromString(svg, 'image/svg+xml');
        expect(documentElement.tagName).toBe('svg');
        expect(documentElement.getAttribute('aria-label')).toBe('"<&');
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        expect(svg.length).toBeLessThan(45_000);
      }
    }
  });
});
