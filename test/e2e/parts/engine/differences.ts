/**
 * Specification tests that cannot hold in every older n8n, because they are about what n8n itself does; why, and their full names.
 * A test that fails and is not here is a failure, and so is a difference that is none any more.
 */
export const DIFFERENCES = [
	{
		lines: ['2.0'],
		why: 'n8n evaluates an expression in a field that takes none',
		tests: ['a direction that an item would choose, which n8n does not evaluate is refused'],
	},
	{
		lines: ['1.123', '2.0'],
		why: 'n8n refuses to start a workflow with a malformed field, but does not say which',
		tests: [
			'a key that is refused before any request an ID left blank: n8n itself does not start the workflow',
			'a key that is refused before any request an ID with other characters: n8n itself does not start the workflow',
			'a key that is refused before any request nothing chosen in the list: n8n itself does not start the workflow',
			'a user that is refused before any request n8n itself does not start with a malformed ID in the form',
		],
	},
	{
		lines: ['1.123', '2.0'],
		why: "n8n's sleep takes no signal, so that a timer ends up to a second after it is needed",
		tests: ['waiting until a time ends at once when the execution is stopped, and leaves no timer'],
	},
];
