"""Addresses of the /advise/ desk."""

from django.urls import path

from certification.views.adviser import desk, plan, plan_meetings, plan_tasks

app_name = "advise"
urlpatterns = [
    path("", desk.index, name="index"),
    path("files/<str:token>/", desk.file, name="file"),
    path("<int:pk>/", plan.plan, name="plan"),
    path("<int:pk>/tasks/", plan_tasks.add, name="add_task"),
    path("<int:pk>/tasks/<int:task_pk>/", plan_tasks.act, name="task"),
    path("<int:pk>/tasks/<int:task_pk>/edit/", plan_tasks.edit, name="task_edit"),
    path("<int:pk>/drafts/", plan_tasks.propose, name="propose"),
    path("<int:pk>/drafts/<int:number>/", plan_tasks.draft, name="draft"),
    path("<int:pk>/messages/", plan.say, name="message"),
    path("<int:pk>/meetings/", plan_meetings.arrange, name="meetings"),
    path("<int:pk>/meetings/<int:number>/", plan_meetings.change, name="meeting"),
    path("<int:pk>/meetings/<int:number>.ics", plan_meetings.ics, name="ics"),
    path("<int:pk>/move/", plan.move, name="move"),
    path("<int:pk>/hand-over/", plan.hand_over, name="hand_over"),
]
