const dateTime = /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/u;
const calendarDate = /^(\d{4})-(\d\d)-(\d\d)$/u;

/** Whether it is a moment as JSON Schema's `date-time` reads RFC 3339: a real day, with an offset, a leap second only at the end of a UTC day. */
export function isDateTime(text: string): boolean {
  const parts = dateTime.exec(text);
  if (!parts || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return false;
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])];
  const [offsetHours, offsetMinutes] = [Number(parts[8] ?? 0), Number(parts[9] ?? 0)];
  if (hour > 23 || minute > 59 || offsetHours > 23 || offsetMinutes > 59) return false;
  if (second < 60) return true;
  const offset = (parts[7] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  return second < 61 && (((hour * 60 + minute - offset) % 1440) + 1440) % 1440 === 1439;
}

/** Whether it is a day of the calendar, as in 2026-02-28. */
export function isDate(text: string): boolean {
  const parts = calendarDate.exec(text);
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
