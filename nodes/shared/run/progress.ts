import { monotonicMs } from '../waiting';

/** A run that is shorter says nothing. */
const EVERY_MS = 5000;

const grouped = (count: number) => Math.round(count).toLocaleString('en-US');

/** `about 40 s`, `about 12 min` */
function about(ms: number): string {
	const seconds = Math.max(1, Math.round(ms / 1000));
	return seconds < 100 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}

/** Says where a long run is, every five seconds: `Bulk Update: 3,200 of 10,000 users, 12 failed, about 40 s left`. */
export class Progress {
	private saidAt = monotonicMs();
	private beganAt = this.saidAt;
	private what = '';
	private total = 0;
	private done = 0;
	private failed = 0;
	private canEstimate = true;

	/**
	 * @param title of the operation
	 * @param say never makes the run fail
	 */
	constructor(
		private readonly title: string,
		private readonly say: (text: string) => void,
	) {}

	/**
	 * Begins the next step of the run.
	 * @param what is done in it, behind the number of users: ` looked up`
	 * @param canEstimate whether it goes on as fast as it has gone so far
	 */
	begin(what: string, total: number, canEstimate = true): void {
		this.what = what;
		this.total = total;
		this.canEstimate = canEstimate;
		this.done = 0;
		this.failed = 0;
		this.beganAt = monotonicMs();
	}

	/**
	 * @param count users that are done, `failed` of them with a failure
	 * @param total where it is not known before
	 */
	advance(count: number, failed = 0, total = this.total): void {
		this.total = total;
		this.done += count;
		this.failed += failed;
		const now = monotonicMs();
		if (now - this.saidAt < EVERY_MS || this.done >= this.total) return;
		this.saidAt = now;
		try {
			this.say(this.text(now));
		} catch {
			// Nobody loses a run over a message about it.
		}
	}

	private text(now: number): string {
		const { title, what, total, done, failed, beganAt } = this;
		const parts = [`${title}: ${grouped(done)} of ${grouped(total)} users${what}`];
		if (failed > 0) parts.push(`${grouped(failed)} failed`);
		if (this.canEstimate && done > 0) {
			parts.push(`${about(((now - beganAt) * (total - done)) / done)} left`);
		}
		return parts.join(', ');
	}
}
