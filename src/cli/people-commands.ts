import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '#domain/access/viewer.ts';
import { shortestPassword } from '#platform/auth.ts';
import { createDemoPeople } from '../features/installation/create-demo-people.ts';
import { demoPassword } from '../features/installation/demo-people.ts';
import { addPerson, changeOperator, changeRole, listPeople } from '../features/installation/manage-people.ts';
import { ProgrammesError, prepareInstallation } from '../features/installation/prepare-installation.ts';
import { type Command, CommandError, type Output, readArguments } from './command.ts';
import { withDeps } from './with-deps.ts';

const roles = [
  'assessor',
  'lead_assessor',
  'designer',
  'coordinator',
  'issuer_admin',
] as const satisfies readonly Role[];
const Email = z
  .email()
  .max(320)
  .transform((email) => email.toLowerCase());

export const demo: Command = {
  summary: 'Make the demonstration’s people',
  usage: `demo

Publishes the programmes and makes the demonstration’s people where they are missing, one for each role. Never in
production: their password is public.`,
  async run(args, output) {
    readArguments(args, {});
    return withDeps(async (deps) => {
      if (deps.production) {
        throw new CommandError('Demo people are never made in production: their password is public. Use: user add');
      }
      const warning = await prepareInstallation(deps).catch(explainProgrammes);
      if (warning !== '') output.error(warning.trimEnd());
      await createDemoPeople(deps);
      const people = await listPeople(deps.db, 'demo.tessera.example');
      for (const { name, email } of people) output.out(`${email}  ${name}`);
      output.out(`Everyone’s password is ${demoPassword}`);
      return 0;
    });
  },
};

function explainProgrammes(error: unknown): never {
  throw error instanceof ProgrammesError ? new CommandError(error.message, { cause: error }) : error;
}

export const user: Command = {
  summary: 'Add people, give roles',
  usage: `user add <email> <name> [--password <password>]
       npm run tessera -- user role <email> <role> <issuer> [--remove]
       npm run tessera -- user operator <email> [--remove]
       npm run tessera -- user list [part of an address]

Roles: ${roles.join(', ')}. Issuers are named by their slug.
Without --password, add makes one and prints it.`,
  run([action, ...args], output) {
    if (action === undefined || !Object.hasOwn(actions, action)) {
      throw new CommandError(`Say what to do: user ${Object.keys(actions).join(' | ')}. See: user --help`);
    }
    return actions[action as keyof typeof actions](args, output);
  },
};

const refusals = {
  taken: 'Somebody has an account with this address already. To give a role, use: user role',
  'no-person': 'Nobody has an account with this address. Add them first with: user add',
  'no-issuer':
    'There is no issuer of this slug; the slugs stand in programmes/*/issuer.yaml. Publish a new one first with: publish',
};

const actions = {
  async add(args: string[], output: Output) {
    const { values, positionals } = readArguments(args, { password: { type: 'string' } });
    const [address, ...names] = positionals;
    const email = readEmail(address);
    const name = names.join(' ').trim();
    if (name === '') throw new CommandError('Name the person too: user add <email> <name>');
    const password = values.password ?? randomBytes(12).toString('base64url');
    if (password.length < shortestPassword) {
      throw new CommandError(`The password must have at least ${shortestPassword} characters.`);
    }
    const added = await withDeps((deps) => addPerson(deps, { name, email, password }));
    if (!added.ok) throw new CommandError(refusals[added.reason]);
    output.out(values.password === undefined ? `Added ${email} with the password ${password}` : `Added ${email}`);
    return 0;
  },

  async role(args: string[], output: Output) {
    const { values, positionals } = readArguments(args, { remove: { type: 'boolean' } });
    const [address, named, issuer] = positionals;
    const email = readEmail(address);
    const role = roles.find((candidate) => candidate === named?.replaceAll('-', '_'));
    if (!role) throw new CommandError(`Name a role: ${roles.join(', ')}`);
    if (issuer === undefined) throw new CommandError('Name the issuer by its slug: user role <email> <role> <issuer>');
    const remove = values.remove ?? false;
    const changed = await withDeps(({ db }) => changeRole(db, { email, role, issuer, remove }));
    if (!changed.ok) throw new CommandError(refusals[changed.reason]);
    output.out(`${email} is ${remove ? 'no longer' : 'now'} ${role} at ${issuer}`);
    return 0;
  },

  async operator(args: string[], output: Output) {
    const { values, positionals } = readArguments(args, { remove: { type: 'boolean' } });
    const email = readEmail(positionals[0]);
    const remove = values.remove ?? false;
    const changed = await withDeps(({ db }) => changeOperator(db, { email, remove }));
    if (!changed.ok) throw new CommandError(refusals[changed.reason]);
    output.out(`${email} is ${remove ? 'no longer' : 'now'} an operator`);
    return 0;
  },

  async list(args: string[], output: Output) {
    const { positionals } = readArguments(args, {});
    const people = await withDeps(({ db }) => listPeople(db, positionals[0]));
    for (const { name, email, isOperator, roles: held } of people) {
      const all = [...(isOperator ? ['operator'] : []), ...held.map(({ role, issuer }) => `${role} at ${issuer}`)];
      output.out(`${email}  ${name}${all.length > 0 ? `: ${all.join(', ')}` : ''}`);
    }
    output.out(`${people.length} ${people.length === 1 ? 'person' : 'people'}`);
    return 0;
  },
};

function readEmail(value: string | undefined): string {
  const parsed = Email.safeParse(value);
  if (!parsed.success) throw new CommandError('Name the person by a mail address, such as maya@school.example');
  return parsed.data;
}
