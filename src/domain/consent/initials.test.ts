import { describe, expect, it } from 'vitest';
import { isInitials } from './initials.ts';

describe('what stands for a student', () => {
  it.each(['J.D.', 'J. D.', 'JD', 'j d', 'A.-L. M.', 'Ö. Å.', 'JDK', 'M. 2', "O'B."])('may be %j', (text) => {
    expect(isInitials(text)).toBe(true);
  });

  it.each(['Alice', 'Jo', 'J. Doe', 'JOHN', 'Ana B.', '', '12', '...', 'J. D. (Jane)', 'a b c d e f', 'Li Na'])(
    'may not be %j',
    (text) => {
      expect(isInitials(text)).toBe(false);
    },
  );
});
