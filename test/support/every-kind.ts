import { expect } from 'vitest';
import { type TestSite } from './app.ts';
import { baseDefinition, insertPublished } from './factories.ts';
import { type TestFile, postFiles } from './multipart.ts';
import { type Desk, startWork } from './work.ts';

/** What earners hand in where every kind of file is taken, on a site that is asked for with each act. */
export function everyKindActs(on: () => TestSite) {
  /** Somebody at work on a micro-credential that takes every kind of file. */
  async function begin(): Promise<Desk> {
    const base = baseDefinition({ slug: `every-kind-${Math.random().toString(36).slice(2)}` });
    const accept = ['document', 'pdf', 'slides', 'spreadsheet', 'image', 'video', 'audio', 'text', 'link'];
    const definition = JSON.parse(JSON.stringify(base)) as typeof base;
    for (const part of definition.parts) {
      for (const { id, rules } of part.requirements) if (id === 'tally') Object.assign(rules, { accept });
    }
    return startWork(on(), await insertPublished(on(), { definition }));
  }

  async function handIn(desk: Desk, file: TestFile): Promise<string> {
    const url = `${desk.home}/artifacts?requirement=tally`;
    const response = await postFiles(on(), url, {}, [file], { ...desk.headers, accept: 'application/json' });
    expect(response.json().refused).toEqual([]);
    return response.json().added[0].id as string;
  }

  const json = (desk: Desk) => ({ ...desk.headers, accept: 'application/json' });

  return { begin, handIn, json };
}
