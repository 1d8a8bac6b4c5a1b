import { connect } from './connect.ts';
import { EXIT, print } from './io.ts';

/** `exigible backup DIR`: database, engine and documents at one moment, while the installation runs. */
export async function backup(into: string): Promise<number> {
  const { backupHere, takeFrom } = await import('../run/backups.ts');
  if (!(await backupHere(into))) {
    const { folder } = await (await connect()).call('POST /backups');
    await takeFrom(folder, into);
  }
  print(
    `Sauvegarde écrite dans ${into}. Elle contient les clés sous lesquelles les secrets reposent\u00a0: la garder comme un secret.`,
  );
  return EXIT.done;
}

/** `exigible restore DIR`: into an empty database and folder. Nothing leaves before a person releases it. */
export async function restore(from: string): Promise<number> {
  const madeAt = await (await import('../run/backups.ts')).restoreHere(from);
  print(
    `Restauré\u00a0: l’état du ${madeAt}. Rien ne part\u00a0: démarrer, vérifier chez les prestataires ce qui est parti depuis, puis « exigible release --all ».`,
  );
  return EXIT.done;
}
