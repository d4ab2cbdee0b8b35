import { describe, expect, it } from 'vitest';
import { verifiedAt } from '../../../test/support/verifying.ts';
import { type Fetched, createKeptDocuments } from './kept-documents.ts';

const most = { documents: 4, bytes: 3000, document: 1000, list: 2000 };

function setUp() {
  let at = verifiedAt.getTime();
  const asked: string[] = [];
  const documents = createKeptDocuments(() => new Date(at), most);
  return {
    size: documents.size,
    wait: (seconds: number) => (at += seconds * 1000),
    /** The addresses that were asked, once this answer is there. */
    read: async (url: string, answer: number | Fetched = 10, isList = false) => {
      const fetched: Fetched =
        typeof answer === 'number' ? { ok: true, bytes: Buffer.alloc(answer - url.length) } : answer;
      await documents.read(
        url,
        () => {
          asked.push(url);
          return Promise.resolve(fetched);
        },
        isList ? 'list' : undefined,
      );
      return asked.join('');
    },
  };
}

describe('documents that are kept', () => {
  it('are asked for once in five minutes, and dropped then, asked for again or not', async () => {
    const { read, wait, size } = setUp();
    await read('a');
    wait(299);
    expect(await read('a')).toBe('a');
    wait(1);
    expect(await read('b')).toBe('ab');
    expect(size()).toEqual({ documents: 1, bytes: 10 });
  });

  it('are failures for half a minute', async () => {
    const { read, wait } = setUp();
    const gone: Fetched = { ok: false, why: 'Gone.' };
    await read('a', gone);
    expect(await read('a', gone)).toBe('a');
    wait(30);
    expect(await read('a', gone)).toBe('aa');
  });

  it('are so many bytes together, the oldest out first', async () => {
    const { read, size } = setUp();
    for (const url of ['a', 'b', 'c', 'd']) await read(url, 1000);
    expect(size()).toEqual({ documents: 3, bytes: 3000 });
    expect(await read('b', 1000)).toBe('abcd');
    expect(await read('a', 1000)).toBe('abcda');
  });

  it('are so many, however small', async () => {
    const { read, size } = setUp();
    for (const url of ['a', 'b', 'c', 'd', 'e']) await read(url);
    expect(size()).toEqual({ documents: 4, bytes: 40 });
  });

  it.each([
    ['a document', 1000, false],
    ['a status list', 2000, true],
  ])('are each of some size: %s', async (_what, largest, isList) => {
    const { read, size } = setUp();
    await read('a', largest, isList);
    await read('b', largest + 1, isList);
    expect(size()).toEqual({ documents: 1, bytes: largest });
    expect(await read('b', largest + 1, isList)).toBe('abb');
  });

  it('are not there when asking broke down', async () => {
    const documents = createKeptDocuments(() => verifiedAt, most);
    await expect(documents.read('a', () => Promise.reject(new Error('Broken')))).rejects.toThrow('Broken');
    expect(documents.size()).toEqual({ documents: 0, bytes: 0 });
  });
});
