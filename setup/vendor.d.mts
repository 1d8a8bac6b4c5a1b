export declare function takeFromVendor(wanted: {
  artifact: string;
  version: string;
  place: string;
  name: string;
  site?: string;
}): Promise<void>;
