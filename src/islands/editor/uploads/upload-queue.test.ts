import { beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome, SendRequest } from './upload-client.ts';
import type { UploadQueue } from './upload-item.ts';
import { createUploadQueue } from './upload-queue.ts';

type Go = SendRequest & { finish: (outcome: SendOutcome) => Promise<void>; isStopped: boolean };

let goes: Go[];
let timers: { milliseconds: number; act: () => void }[];
let discarded: string[];
let queue: UploadQueue;
let answered: string[];

beforeEach(() => {
  goes = [];
  timers = [];
  discarded = [];
  answered = [];
  queue = createUploadQueue({
    send(request) {
      const { promise, resolve } = Promise.withResolvers<SendOutcome>();
      const go: Go = {
        ...request,
        isStopped: false,
        async finish(outcome) {
          resolve(outcome);
          await promise;
        },
      };
      goes.push(go);
      return {
        outcome: promise,
        stop() {
          go.isStopped = true;
        },
      };
    },
    discard: async (url) => void discarded.push(url),
    now: () => 0,
    after(milliseconds, act) {
      const timer = { milliseconds, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  });
});

const file = (name: string, size = 5_000_000) => ({ name, size, lastModified: 1 }) as File;
const add = (name: string, more: { url?: string; replaces?: string } = {}) => {
  const onAnswer = () => void answered.push(name);
  queue.add(file(name), { owner: 'files', enrolment: 'e', requirement: 'r', onAnswer, ...more });
};
const states = () => queue.items().map(({ name, state }) => `${name} ${state}`);
const idOf = (name: string) => queue.items().find((item) => item.name === name)?.id ?? 0;
const done: SendOutcome = { kind: 'done', answer: { added: [], refused: [] } };
const ring = (milliseconds: number) => {
  for (const timer of timers.filter((one) => one.milliseconds === milliseconds)) {
    timers = timers.filter((one) => one !== timer);
    timer.act();
  }
};

describe('the queue of uploads', () => {
  it('sends three files at once, and the next when one is done', async () => {
    for (const name of ['a', 'b', 'c', 'd']) add(name);
    expect(states()).toEqual(['a sending', 'b sending', 'c sending', 'd queued']);
    await goes[1]?.finish(done);
    expect(states()).toEqual(['a sending', 'b done', 'c sending', 'd sending']);
    expect(answered).toEqual(['b']);
  });

  it('says where a file belongs, and what it replaces', () => {
    add('a', { replaces: 'old' });
    expect(goes[0]?.metadata).toEqual({ filename: 'a', enrolment: 'e', requirement: 'r', replaces: 'old' });
  });

  it('stops and goes on from where the server has it', () => {
    add('a');
    goes[0]?.onUrl('/uploads/1');
    goes[0]?.onProgress(2_000_000);
    queue.pause(idOf('a'));
    expect([goes[0]?.isStopped, ...states()]).toEqual([true, 'a paused']);
    queue.resume(idOf('a'));
    expect([goes[1]?.url, ...states()]).toEqual(['/uploads/1', 'a sending']);
  });

  it('does not hear from a go that was stopped', async () => {
    add('a');
    queue.pause(idOf('a'));
    await goes[0]?.finish(done);
    expect(states()).toEqual(['a paused']);
    expect(answered).toEqual([]);
  });

  it('waits longer each time that the network is lost, until bytes go over again', async () => {
    add('a');
    goes[0]?.onUrl('/uploads/1');
    await goes[0]?.finish({ kind: 'lost', message: undefined });
    expect(states()).toEqual(['a waiting']);
    ring(1000);
    await goes[1]?.finish({ kind: 'lost', message: undefined });
    ring(2000);
    goes[2]?.onProgress(1000);
    await goes[2]?.finish({ kind: 'lost', message: undefined });
    ring(1000);
    expect(states()).toEqual(['a sending']);
    expect(goes.map(({ url }) => url)).toEqual([undefined, '/uploads/1', '/uploads/1', '/uploads/1']);
  });

  it('stops when the network goes and goes on at once when it is back', () => {
    add('a');
    queue.sleep();
    expect([goes[0]?.isStopped, ...states()]).toEqual([true, 'a waiting']);
    queue.wake();
    expect(states()).toEqual(['a sending']);
  });

  it('takes a connection that brings nothing for dead', () => {
    add('a');
    ring(45_000);
    expect([goes[0]?.isStopped, ...states()]).toEqual([true, 'a waiting']);
  });

  it('waits while somebody is signed out, and goes on once they look again', async () => {
    add('a');
    await goes[0]?.finish({ kind: 'signed-out' });
    expect(states()).toEqual(['a signed-out']);
    queue.wake();
    expect(states()).toEqual(['a sending']);
  });

  it('begins anew what the server has thrown away', async () => {
    add('a', { url: '/uploads/old' });
    await goes[0]?.finish({ kind: 'gone' });
    expect([goes[1]?.url, ...states()]).toEqual([undefined, 'a sending']);
  });

  it('keeps what was refused, with the reason, and sends the next', async () => {
    for (const name of ['a', 'b', 'c', 'd']) add(name);
    await goes[0]?.finish({ kind: 'refused', message: 'Too large.' });
    expect(queue.items()[0]).toMatchObject({ state: 'refused', message: 'Too large.' });
    expect(states().at(-1)).toBe('d sending');
  });

  it('says that a whole file is being checked, and gives no time for that', () => {
    add('a');
    goes[0]?.onProgress(5_000_000);
    expect(queue.items()[0]).toMatchObject({ state: 'checking', secondsLeft: undefined });
  });

  it('asks once before it throws away what took long to send', () => {
    add('a');
    goes[0]?.onUrl('/uploads/1');
    goes[0]?.onProgress(2_000_000);
    queue.cancel(idOf('a'));
    expect([states(), discarded]).toEqual([['a asking'], []]);
    queue.cancel(idOf('a'));
    expect([states(), discarded]).toEqual([[], ['/uploads/1']]);
  });

  it('cancels at once what has hardly begun', () => {
    add('a');
    queue.cancel(idOf('a'));
    expect([goes[0]?.isStopped, states()]).toEqual([true, []]);
  });
});
