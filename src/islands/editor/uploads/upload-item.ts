import type { UploadAnswer } from '../send-files.ts';

/**
 * `checking`: all of it is there, and the server looks into it. `waiting`: for the network or the server; it goes on by
 * itself. `asking`: whether to throw away what was sent.
 */
export type UploadState =
  'queued' | 'sending' | 'checking' | 'paused' | 'asking' | 'waiting' | 'signed-out' | 'refused' | 'done';

export type UploadItem = {
  id: number;
  /** Whose it is: the field that it was chosen in. */
  owner: string;
  name: string;
  size: number;
  sent: number;
  state: UploadState;
  /** Why it was refused or waits, where there is more to say than the state. */
  message: string | undefined;
  secondsLeft: number | undefined;
  /** The artifact that it takes the place of. */
  replaces: string | undefined;
};

export type UploadTarget = {
  owner: string;
  enrolment: string;
  requirement: string;
  replaces?: string | undefined;
  /** Of an upload that was begun earlier. */
  url?: string | undefined;
  /** Bytes that the server has of it. */
  sent?: number;
  onAnswer: (answer: UploadAnswer) => void;
};

export type UploadQueue = {
  add: (file: File, target: UploadTarget) => void;
  /** A file that is not even begun, with the reason, so that it stands in the same list. */
  refuse: (name: string, owner: string, message: string) => void;
  pause: (id: number) => void;
  resume: (id: number) => void;
  /** Asks once where much was sent; asked already, or little sent, it goes. */
  cancel: (id: number) => void;
  /** The network is back, or somebody looks again: what waits goes on at once. */
  wake: () => void;
  /** The network is gone: nothing is sent into the void. */
  sleep: () => void;
  subscribe: (listener: () => void) => () => void;
  items: () => readonly UploadItem[];
  /** The addresses of all that are in hand, so that they are not offered to be taken up again. */
  urls: () => readonly string[];
};
