import type { IDataObject } from 'n8n-workflow';

import type { RequestApi } from '../../shared/http/service';
import { idSegment, type Path, path } from '../../shared/path';
import type { Outcome, Output, Row, Run } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { type UserKey, userId } from './locator';
import { UserIds } from './lookup';

/** A request that makes Upsun send the user a mail. */
interface Mail<T> {
	/** After the path of the user. */
	endpoint: Path;
	body?(requested: T): IDataObject;
	/** For error texts: "reset the password of". */
	purpose: string;
	/** Shown when a mail was sent. */
	hint: string;
}

/**
 * Asks for one mail a row, and says above the output that they were sent.
 * @throws RunFailure without Continue On Fail
 */
export async function requestMails<T extends { key: UserKey }>(
	run: Run,
	rows: ReadonlyArray<Row<T, Output>>,
	{ endpoint, body, purpose, hint }: Mail<T>,
): Promise<Outcome[]> {
	const ids = new UserIds();
	let sent = 0;
	const work = async (requested: T, request: RequestApi) => {
		const id = await ids.fetch(request, requested.key);
		await request({
			method: 'POST',
			path: path`/users/${idSegment(id)}${endpoint}`,
			body: body?.(requested),
			// Each request sends a mail.
			idempotent: false,
			responseIsEmpty: true,
			purpose: `${purpose} the user '${id}'`,
		});
		sent++;
		return { success: true, id };
	};
	const outcomes = await runEach(run, rows, 'Email requested', work, userId.naming);
	if (sent > 0) run.hint(hint);
	return outcomes;
}
