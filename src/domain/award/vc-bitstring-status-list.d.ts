// The package carries no types; what is declared here is what the tests use.
declare module '@digitalbazaar/vc-bitstring-status-list' {
  export type BitstringStatusList = {
    length: number;
    setStatus(index: number, status: boolean): void;
    getStatus(index: number): boolean;
    encode(): Promise<string>;
  };
  export function createList(options: { length: number }): Promise<BitstringStatusList>;
  export function createCredential(options: {
    id: string;
    list: BitstringStatusList;
    statusPurpose: string;
  }): Promise<Record<string, unknown>>;
  export function decodeList(options: { encodedList: string }): Promise<BitstringStatusList>;
}
