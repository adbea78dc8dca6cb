import { IsOptional, Matches } from 'class-validator';

/** What every source takes that is pushed to us. */
export class PushedOptions {
  /**
   * What whoever pushes must show, in the Authorization header or as `?token=`: the bridge's own,
   * so that one who can push events here can do nothing else.
   */
  @IsOptional()
  @Matches(/^[\w.~+/=-]{1,256}$/, {
    message: '$property must be 1 to 256 of A-Z, a-z, 0-9 and . _ ~ + / = -',
  })
  token?: string;
}
