import type { Audience, Definition } from '#domain/definition/schema.ts';

/** Audiences as people say them. */
export const audienceNames: Record<Audience, string> = {
  teacher: 'Teachers',
  'teacher-leader': 'Teacher leaders',
  'school-leader': 'School leaders',
  'assistant-principal': 'Assistant principals',
  principal: 'Principals',
  'aspiring-principal': 'Aspiring principals',
  'district-leader': 'District leaders',
};

export function describeAudience(audience: readonly string[]): string {
  const names = audience.map((one, i) => {
    const name = audienceNames[one as Audience] ?? one;
    return i === 0 ? name : name.toLowerCase();
  });
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

export function hours(count: number): string {
  return `${count} ${count === 1 ? 'hour' : 'hours'}`;
}

export function describeEffort({ hours: time, weeks }: Definition['effort']): string {
  const range = ({ min, max }: { min: number; max: number }) => (min === max ? `${min}` : `${min} to ${max}`);
  return `${range(time)} hours${weeks ? ` over ${range(weeks)} weeks` : ''}`;
}

/** Minutes of work as people plan them. */
export function describeMinutes(minutes: number): string {
  if (minutes < 60) return `about ${minutes} minutes`;
  const rounded = Math.round(minutes / 30) / 2;
  return `about ${hours(rounded)}`;
}

export function businessDays(count: number): string {
  return `${count} business ${count === 1 ? 'day' : 'days'}`;
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
