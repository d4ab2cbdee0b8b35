import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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

  it('checks a single file on its own, and asks for no file that it refers to', async () => {
    const file = join(folder, 'series.yaml');
    const source = await readFile(
      join(projectRoot, 'programmes/schools-that-lead/advancing-powerful-student-learning.yaml'),
      'utf8',
    );
    await writeFile(file, source);
    expect(await checkProgrammes(file)).toMatchObject({ problems: [], counts: { series: 1 } });

    await writeFile(file, source.replace(/^title:/m, 'titel:'));
    expect((await checkProgrammes(file)).problems.map(({ message }) => message)).toContain(
      'There is no field “titel” here; did you mean “title”?',
    );
    await writeFile(join(folder, 'notes.txt'), 'not a programme');
    await expect(checkProgrammes(join(folder, 'notes.txt'))).rejects.toThrow(/notes\.txt is no \.yaml or \.json file/);
  });

  it('says what to do when there is no such folder, or nothing in it', async () => {
    await expect(checkProgrammes(join(folder, 'absent'))).rejects.toThrow(/There is no folder .*absent/);
    await expect(checkProgrammes(folder)).rejects.toThrow(/no .yaml or .json file/);
  });
});
