"""Why a line was changed, or was not: a text and a line in, what each rule says of it out."""
