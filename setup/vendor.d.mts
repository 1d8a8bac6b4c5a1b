export declare function takeFromVendor(wanted: {
  artifact: string;
  version: string;
  /** SHA-256 of the archive, in hexadecimal, by `platform-arch`; left out: nobody published one. */
  digests?: Readonly<Record<string, string>>;
  place: string;
  name: string;
  site?: string;
}): Promise<void>;
