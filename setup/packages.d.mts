export declare function isComplete(root: string): boolean;
