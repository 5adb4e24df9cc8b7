"""What happened in every spell of help, for counting: dates, codes and numbers, no words anybody wrote, nobody's name.

Streams come in the order of their own event, in one query, some thousand rows in memory at a time. What belongs to many
episodes is asked for by their ids, in the same few queries however many they are.
"""
