import { createPace } from './pace.ts';
import { type Sending, type SendRequest, sendFile, throwAway } from './upload-client.ts';
import type { UploadItem, UploadQueue, UploadTarget } from './upload-item.ts';

export type UploadQueueOptions = {
  send?: (request: SendRequest) => Sending;
  discard?: (url: string) => Promise<void>;
  /** Called when an upload has an address, and again when it has no use any more. */
  remember?: (url: string, file: File | undefined) => void;
  now?: () => number;
  after?: (milliseconds: number, act: () => void) => () => void;
};

/** Files that are sent side by side. */
const atOnce = 3;
/** Cancelling asks once such a part of a file is there, in bytes. */
const worthAsking = 1_000_000;
/** Milliseconds without a byte after which a connection is taken for dead. */
const stalledAfter = 45_000;
const longestWait = 30_000;

type Work = {
  file: File;
  target: UploadTarget;
  url: string | undefined;
  sending: Sending | undefined;
  tries: number;
  stopTimer: () => void;
};

/** Sends files a few at a time, and keeps at it: through a lost network, a server that restarts, a session that ended. */
export function createUploadQueue(options: UploadQueueOptions = {}): UploadQueue {
  const { send = sendFile, discard = throwAway, remember = () => undefined, now = () => Date.now() } = options;
  const after =
    options.after ??
    ((milliseconds, act) => {
      const timer = setTimeout(act, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    });
  const works = new Map<number, Work>();
  const listeners = new Set<() => void>();
  let list: readonly UploadItem[] = [];
  let made = 0;

  const publish = (next: readonly UploadItem[]) => {
    list = next;
    for (const listener of listeners) listener();
  };
  const find = (id: number) => list.find((item) => item.id === id);
  const patch = (id: number, change: Partial<UploadItem>) => {
    publish(list.map((item) => (item.id === id ? { ...item, ...change } : item)));
  };
  const drop = (id: number) => {
    works.delete(id);
    publish(list.filter((item) => item.id !== id));
  };

  const fill = () => {
    const busy = list.filter(({ state }) => state === 'sending' || state === 'checking').length;
    for (const { id } of list.filter(({ state }) => state === 'queued').slice(0, Math.max(0, atOnce - busy))) {
      void run(id);
    }
  };

  const halt = (id: number, change: Partial<UploadItem>) => {
    const work = works.get(id);
    work?.sending?.stop();
    work?.stopTimer();
    if (work) work.sending = undefined;
    patch(id, { secondsLeft: undefined, ...change });
    fill();
  };

  const wait = (id: number, state: 'waiting' | 'signed-out', message: string | undefined) => {
    const work = works.get(id);
    if (!work) return;
    work.tries += 1;
    halt(id, { state, message });
    work.stopTimer = after(Math.min(longestWait, 1000 * 2 ** (work.tries - 1)), () => {
      retry(id);
    });
  };
  const retry = (id: number) => {
    patch(id, { state: 'queued' });
    fill();
  };

  async function run(id: number): Promise<void> {
    const work = works.get(id);
    const item = find(id);
    if (!work || !item) return;
    const { file, target } = work;
    const pace = createPace();
    const watch = () => {
      work.stopTimer();
      work.stopTimer = after(stalledAfter, () => {
        if (find(id)?.state === 'sending') wait(id, 'waiting', undefined);
      });
    };
    patch(id, { state: 'sending', message: undefined });
    watch();
    const sending = send({
      file,
      url: work.url,
      metadata: {
        filename: file.name,
        enrolment: target.enrolment,
        requirement: target.requirement,
        ...(target.replaces !== undefined && { replaces: target.replaces }),
      },
      onUrl: (url) => {
        work.url = url;
        remember(url, file);
      },
      onProgress: (sent) => {
        if (work.sending !== sending) return;
        if (sent > (find(id)?.sent ?? 0)) work.tries = 0;
        pace.note(sent, now());
        const isWhole = sent >= file.size;
        patch(id, {
          sent,
          state: isWhole ? 'checking' : 'sending',
          secondsLeft: isWhole ? undefined : pace.secondsLeft(file.size),
        });
        watch();
      },
    });
    work.sending = sending;
    const outcome = await sending.outcome;
    // Paused, cancelled or begun again meanwhile: this go is nobody's any more.
    if (work.sending !== sending) return;
    work.stopTimer();
    switch (outcome.kind) {
      case 'done': {
        if (work.url !== undefined) remember(work.url, undefined);
        const [refusal] = outcome.answer.refused;
        work.sending = undefined;
        if (refusal) patch(id, { state: 'refused', message: refusal.message });
        else patch(id, { state: 'done', sent: file.size, secondsLeft: undefined });
        target.onAnswer(outcome.answer);
        break;
      }
      case 'refused':
        halt(id, { state: 'refused', message: outcome.message });
        return;
      case 'gone':
        if (work.url !== undefined) remember(work.url, undefined);
        work.url = undefined;
        work.sending = undefined;
        if (work.tries > 3) patch(id, { state: 'refused', message: 'The file could not be taken. Choose it again.' });
        else patch(id, { state: 'queued', sent: 0 });
        work.tries += 1;
        break;
      case 'signed-out':
        wait(id, 'signed-out', undefined);
        return;
      case 'lost':
        wait(id, 'waiting', outcome.message);
        return;
    }
    fill();
  }

  return {
    add(file, target) {
      made += 1;
      works.set(made, { file, target, url: target.url, sending: undefined, tries: 0, stopTimer: () => undefined });
      const { owner, replaces, sent = 0 } = target;
      const item = { id: made, owner, name: file.name, size: file.size, sent, replaces };
      publish([...list, { ...item, state: 'queued', message: undefined, secondsLeft: undefined }]);
      fill();
    },
    refuse(name, owner, message) {
      made += 1;
      const item = { id: made, owner, name, size: 0, sent: 0, replaces: undefined, secondsLeft: undefined };
      publish([...list, { ...item, state: 'refused', message }]);
    },
    pause(id) {
      halt(id, { state: 'paused', message: undefined });
    },
    resume(id) {
      const work = works.get(id);
      if (work) work.tries = 0;
      retry(id);
    },
    cancel(id) {
      const item = find(id);
      if (!item) return;
      const isOver = item.state === 'refused' || item.state === 'done';
      if (!isOver && item.state !== 'asking' && item.sent >= worthAsking) {
        halt(id, { state: 'asking', message: undefined });
        return;
      }
      const url = works.get(id)?.url;
      if (!isOver) halt(id, {});
      drop(id);
      if (url !== undefined && !isOver) {
        remember(url, undefined);
        void discard(url);
      }
      fill();
    },
    wake() {
      for (const { id, state } of list)
        if (state === 'waiting' || state === 'signed-out') {
          works.get(id)?.stopTimer();
          retry(id);
        }
    },
    sleep() {
      for (const { id, state } of list) if (state === 'sending' || state === 'checking') wait(id, 'waiting', undefined);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    items: () => list,
    urls: () => [...works.values()].flatMap(({ url }) => (url === undefined ? [] : [url])),
  };
}
