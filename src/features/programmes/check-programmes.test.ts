import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/root.ts';
import { checkProgrammes } from './check-programmes.ts';

describe('checking a folder of programmes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programmes-'));
    return () => rm(folder, { recursive: true });
  });

  it('finds the programmes that come with Tessera valid', async () => {
    const { problems, counts } = await checkProgrammes(join(projectRoot, 'programmes'));

    expect(problems).toEqual([]);
    expect(counts).toMatchObject({ microCredentials: 22, series: 2, issuers: 4 });
  });

  it('reads files of every depth and names the file and line of a problem', async () => {
    await mkdir(join(folder, 'a/b'), { recursive: true });
    await writeFile(
      join(folder, 'a/b/issuer.yaml'),
      'format: tessera/1\nkind: issuer\nslug: a\nname: A\nstatement: A.\npalette: pink\n',
    );
    await writeFile(join(folder, 'notes.txt'), 'not a programme');

    const { problems } = await checkProgrammes(folder);

    expect(problems).toMatchObject([{ file: join(folder, 'a/b/issuer.yaml'), line: 6 }]);
  });

  it('says what to do when there is no such folder, or nothing in it', async () => {
    await expect(checkProgrammes(join(folder, 'absent'))).rejects.toThrow(/There is no folder .*absent/);
    await expect(checkProgrammes(folder)).rejects.toThrow(/no .yaml or .json file/);
  });
});
