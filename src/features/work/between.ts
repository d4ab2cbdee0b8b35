import type { Talk, TalkState } from '#domain/coaching/talk.ts';
import type { StandsBetween } from '#domain/effort/next-steps.ts';

/** What goes on between two attempts: talks with a coach, other evidence agreed on, appeals. As the earner sees them. */

type Time = Date | string;

export type OwnTalk = Talk & {
  /** When the earner could. */
  proposals: readonly Date[];
  /** When somebody else could instead; the earner chooses one. */
  offers: readonly Date[];
  wish: string;
  askedAt: Date;
  /** Whom it is with, once it is booked; or who offers other times. */
  withName: string | null;
  minutes: number | null;
  place: string;
};

export type OwnAgreement = {
  id: string;
  requirement: string;
  state: 'asked' | 'agreed' | 'refused' | 'withdrawn';
  reason: string;
  proposal: string;
  answer: string;
  askedAt: Date;
  answeredAt: Date | null;
};

export type OwnAppeal = {
  attemptId: string;
  state: 'open' | 'decided' | 'withdrawn';
  lookFors: readonly string[];
  reason: string;
  raisedAt: Date;
  dueAt: Date;
  outcome: 'changed' | 'upheld' | null;
  earns: boolean;
  answer: string;
  endedAt: Date | null;
};

export type BetweenRows = {
  talks: {
    id: string;
    state: OwnTalk['state'];
    before_attempt: number;
    proposals: unknown;
    offers: unknown;
    wish: string;
    asked_at: Time;
    with_name: string | null;
    starts_at: Time | null;
    minutes: number | null;
    place: string;
  }[];
  agreements: {
    id: string;
    requirement_key: string;
    state: OwnAgreement['state'];
    reason: string;
    proposal: string;
    answer: string;
    asked_at: Time;
    answered_at: Time | null;
  }[];
  appeals: {
    attempt_id: string;
    state: OwnAppeal['state'];
    look_fors: string[];
    reason: string;
    raised_at: Time;
    due_at: Time;
    outcome: OwnAppeal['outcome'];
    earns: boolean;
    answer: string;
    ended_at: Time | null;
  }[];
};

export type Between = {
  /** The first asked first. */
  talks: readonly OwnTalk[];
  agreements: readonly OwnAgreement[];
  appeals: readonly OwnAppeal[];
};

/** What of it stands before handing in. */
export function standsBetween({ talk, appeals }: Pick<Between, 'appeals'> & { talk: TalkState }): StandsBetween {
  return { talk, hasOpenAppeal: appeals.some(({ state }) => state === 'open') };
}

export function readBetween({ talks, agreements, appeals }: BetweenRows): Between {
  return {
    talks: talks.map((row) => ({
      ...{ id: row.id, state: row.state, beforeAttempt: row.before_attempt, wish: row.wish },
      ...{ proposals: readTimes(row.proposals), offers: readTimes(row.offers), askedAt: new Date(row.asked_at) },
      ...{ withName: row.with_name, startsAt: readTime(row.starts_at), minutes: row.minutes, place: row.place },
    })),
    agreements: agreements.map(({ requirement_key: requirement, asked_at, answered_at, ...row }) => ({
      ...row,
      ...{ requirement, askedAt: new Date(asked_at), answeredAt: readTime(answered_at) },
    })),
    appeals: appeals.map(({ attempt_id: attemptId, look_fors: lookFors, raised_at, due_at, ended_at, ...row }) => ({
      ...row,
      ...{ attemptId, lookFors, raisedAt: new Date(raised_at), dueAt: new Date(due_at), endedAt: readTime(ended_at) },
    })),
  };
}

/** Times as they are stored in a list: ISO 8601, UTC. */
export function readTimes(stored: unknown): Date[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one) => (typeof one === 'string' && !Number.isNaN(Date.parse(one)) ? [new Date(one)] : []));
}

function readTime(time: Time | null): Date | null {
  return time === null ? null : new Date(time);
}
