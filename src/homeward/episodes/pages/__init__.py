"""Pages about one episode: its stages, assessments, goals, plan, hospital stay, meetings and end."""
