export { importStatement } from './import-statement.ts';
export { recoverInvoice } from './recover-invoice.ts';
