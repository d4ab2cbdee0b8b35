import { z } from 'zod';

export * from '@openid4vc/openid4vci';

// As soon as it is loaded the library words what every schema of this process refuses: ours keep the words of Zod.
z.config({ customError: undefined });
